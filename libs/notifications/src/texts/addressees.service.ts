import { Injectable } from '@nestjs/common';
import { CatalogueService } from '@app/catalogue';
import type { Transaction } from '@app/platform';
import { AddresseesRepository } from './addressees.repository.js';
import { addressOf } from './address.js';

/** How a text addresses somebody, and the name that it must not say whole. */
export interface AddressedPerson {
  readonly who: string;
  readonly name: string;
}

/** Addresses of people: surname, and the village where a telephone has several owners (domain page, SMS). */
@Injectable()
export class Addressees {
  constructor(
    private readonly people: AddresseesRepository,
    private readonly catalogue: CatalogueService,
  ) {}

  /** By registration id; who is out of scope is missing. */
  async of(tx: Transaction, ids: readonly string[]): Promise<Map<string, AddressedPerson>> {
    const [people, { regions }] = [await this.people.list(tx, ids), await this.catalogue.current()];
    return new Map(people.map(({ id, name, ownerRegion, isShared }) => {
      const place = regions.find(ownerRegion)?.name.replace(/(?:村民委员会|居民委员会|村委会|居委会|街道办事处|社区|村|镇|乡|街道)$/u, '') ?? null;
      return [id, { who: addressOf(name, isShared ? place : null), name }];
    }));
  }
}
