import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';
import { SmsSenders } from '../senders/sms-senders.service.js';
import { Addressees } from '../texts/addressees.service.js';
import { renderText, type RenderedText } from '../texts/render-text.js';
import { TEXT_FAULT_LABEL } from '../texts/text-faults.js';
import type { PolicyNoticeEntity } from './policy-notice.entity.js';

/** What somebody would be sent. */
export interface PolicyText extends RenderedText {
  readonly traineeId: string;
}

/** The texts of policy notices. */
@Injectable()
export class PolicyTexts {
  constructor(
    private readonly senders: SmsSenders,
    private readonly addressees: Addressees,
  ) {}

  /** What each would be sent; whom the text would name whole is left out. */
  async of(tx: Transaction, { ownerRegion, wording }: Pick<PolicyNoticeEntity, 'ownerRegion' | 'wording'>, traineeIds: readonly string[]): Promise<PolicyText[]> {
    const [{ signature, office }, addressed] = [await this.senders.of(tx, ownerRegion), await this.addressees.of(tx, traineeIds)];
    return traineeIds.flatMap((traineeId) => {
      const person = addressed.get(traineeId);
      if (person === undefined) return [];
      const text = renderText('policy', { who: person.who, notice: wording, office }, { signature, names: [person.name] });
      return text.faults.length === 0 ? [{ ...text, traineeId }] : [];
    });
  }

  /** Why a wording must not be sent, in Chinese; empty when it may. */
  async faultsOf(tx: Transaction, { ownerRegion, wording }: Pick<PolicyNoticeEntity, 'ownerRegion' | 'wording'>): Promise<string[]> {
    const { signature, office } = await this.senders.of(tx, ownerRegion);
    const { faults, cleaned } = renderText('policy', { who: '同学', notice: wording, office }, { signature });
    return [...faults.map((fault) => TEXT_FAULT_LABEL[fault]), ...(cleaned.some(({ variable }) => variable === 'notice') ? ['不能含【】、换行、看不见的字符，不超过 120 个字'] : [])];
  }
}
