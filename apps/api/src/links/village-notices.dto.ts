import type { ShownVillageNotice } from '@app/notifications';

/** What a village is given of a post; nothing in it is about a person */
export class VillageNoticeResponse {
  /** For the village's WeChat group. */
  groupText!: string;
  /** For the loudspeaker: no digit, no sign. */
  loudspeaker!: string;
  /** The post's page for anybody; null: this service has no address for telephones. */
  link!: string | null;
  /** A picture for the group: SVG. */
  poster!: string;

  static of({ groupText, loudspeaker, link }: ShownVillageNotice, poster: string): VillageNoticeResponse {
    return { groupText, loudspeaker, link, poster };
  }
}
