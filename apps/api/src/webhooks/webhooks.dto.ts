import { CursorQuery, IsLine, IsUuid } from '@app/platform';
import { ENDPOINT_STATES, WANTED_EVENT_TYPES, type DisabledReason, type EndpointState, type EndpointWithSecret, type WantedEventType, type WebhookEndpoint } from '@app/webhooks';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsOptional, IsString, MaxLength, ValidateIf } from 'class-validator';

const URL_MAX = 2_000;
/** A field of a change that may be left out, but not be null. */
const unlessAbsent = ValidateIf((_: object, value: unknown) => value !== undefined);

export class CreateWebhookDto {
  /** For officers: whose it is. An employer's key needs none. */
  @IsOptional() @IsUuid()
  employerId?: string;
  /**
   * https, on the public internet.
   * @example 'https://hr.example.com/shouyu'
   */
  @IsString() @MaxLength(URL_MAX)
  url!: string;
  /** @example ["vacancy.state-changed", "referral.created"] */
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(50) @IsIn(WANTED_EVENT_TYPES, { each: true })
  eventTypes!: WantedEventType[];
  /** @example '人事系统' */
  @IsOptional() @IsLine(60)
  description?: string | null;
}

/** What is to change; a null description takes it away. */
export class ChangeWebhookDto {
  @unlessAbsent @IsString() @MaxLength(URL_MAX)
  url?: string;
  @unlessAbsent @IsArray() @ArrayMinSize(1) @ArrayMaxSize(50) @IsIn(WANTED_EVENT_TYPES, { each: true })
  eventTypes?: WantedEventType[];
  @IsOptional() @IsLine(60)
  description?: string | null;
}

export class ListWebhooksQuery extends CursorQuery {
  @IsOptional() @IsUuid()
  employerId?: string;
  @IsOptional() @IsIn(ENDPOINT_STATES)
  state?: EndpointState;
}

export class WebhookResponse {
  id!: string;
  employerId!: string;
  url!: string;
  description!: string | null;
  eventTypes!: WantedEventType[];
  /** Made with a test key: hears of test data only. */
  test!: boolean;
  state!: EndpointState;
  disabledReason!: DisabledReason | null;
  disabledAt!: string | null;
  /** The first failure since anything arrived; after five days of nothing else it is disabled. */
  failingSince!: string | null;
  lastDeliveredAt!: string | null;
  /** Until then the secret before the last rotation signs too. */
  previousSecretUntil!: string | null;
  createdAt!: string;
  version!: number;

  static of(this: void, row: WebhookEndpoint): WebhookResponse {
    const { id, employerId, url, description, eventTypes, test, state, disabledReason, disabledAt, failingSince, lastDeliveredAt, previousSecretUntil, createdAt, version } = row;
    return {
      id, employerId, url, description, eventTypes, test, state, disabledReason, disabledAt: disabledAt?.toISOString() ?? null, failingSince: failingSince?.toISOString() ?? null,
      lastDeliveredAt: lastDeliveredAt?.toISOString() ?? null, previousSecretUntil: previousSecretUntil?.toISOString() ?? null, createdAt: createdAt.toISOString(), version,
    };
  }
}

export class WebhookPage {
  items!: WebhookResponse[];
  nextCursor!: string | null;
}

export class WebhookWithSecretResponse {
  webhook!: WebhookResponse;
  /** `whsec_…`; shown this once. */
  secret!: string;

  static of(this: void, { endpoint, secret }: EndpointWithSecret): WebhookWithSecretResponse {
    return { webhook: WebhookResponse.of(endpoint), secret };
  }
}
