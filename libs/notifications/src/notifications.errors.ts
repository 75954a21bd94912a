import { DomainError, type FieldFault } from '@app/kernel';
import { LARGE_WAVE_ABOVE, TRIAL_SIZE, WAVE_SIZE_MAX } from './waves/wave-rules.js';

/** There is no such message, or it is not the caller's to see: 404. */
export class NotificationUnknown extends DomainError {
  readonly code = 'NOTIFICATION.UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('没有这条短信，或不在您的管辖范围内。');
  }
}

/** Only a message of which nobody knows is decided by an officer: 409. */
export class NotificationNotInDoubt extends DomainError {
  readonly code = 'NOTIFICATION.NOT_IN_DOUBT';
  readonly kind = 'conflict';
  constructor() {
    super('只有“结果不明”的短信需要人工认定，这条短信的结果已经明确。');
  }
}

/** There is no such wave, or it is not the caller's to see: 404. */
export class WaveUnknown extends DomainError {
  readonly code = 'NOTIFICATION_WAVE.UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('没有这个短信批次，或不在您的管辖范围内。');
  }
}

/** Nobody, or more than a wave may hold: 422. */
export class WaveSizeRefused extends DomainError {
  readonly code = 'NOTIFICATION_WAVE.SIZE_REFUSED';
  readonly kind = 'unprocessable';
  constructor() {
    super(`一个批次须为 1 至 ${WAVE_SIZE_MAX} 人，且每人只能出现一次。`);
  }
}

/** Nothing is sent about a vacancy that is not offered, or whose employer nobody has verified: 409. */
export class WaveVacancyRefused extends DomainError {
  readonly code = 'NOTIFICATION_WAVE.VACANCY_REFUSED';
  readonly kind = 'conflict';
  constructor() {
    super('岗位须在招且可以发布，用人单位须已核验，才能发送短信。');
  }
}

/** Everybody in it was told of this vacancy before, or has no mobile: 409. */
export class WaveTellsNobody extends DomainError {
  readonly code = 'NOTIFICATION_WAVE.TELLS_NOBODY';
  readonly kind = 'conflict';
  constructor() {
    super('名单中的人都已收到过这个岗位的短信，或没有手机号，本批次没有可发的短信。');
  }
}

/** Another officer confirmed the vacancy's next wave at the same moment: 409. */
export class WaveNumberTaken extends DomainError {
  readonly code = 'NOTIFICATION_WAVE.NUMBER_TAKEN';
  readonly kind = 'conflict';
  constructor() {
    super('这个岗位的下一批次刚刚已由他人确认，请刷新后再看。');
  }
}

/** The rest of a large wave is released by another officer than the one who confirmed it: 403. */
export class WaveSecondOfficerNeeded extends DomainError {
  readonly code = 'NOTIFICATION_WAVE.SECOND_OFFICER_NEEDED';
  readonly kind = 'forbidden';
  constructor() {
    super(`超过 ${LARGE_WAVE_ABOVE} 条的批次先试发 ${TRIAL_SIZE} 条，其余须由另一名经办人放行。`);
  }
}

/** A stopped wave stays stopped, a released one is released: 409. */
export class WaveMoveRefused extends DomainError {
  readonly code = 'NOTIFICATION_WAVE.MOVE_REFUSED';
  readonly kind = 'conflict';
  constructor(message = '这个批次已经停止，不能再放行。') {
    super(message);
  }
}

/** There is no such block in force, or it is not the caller's to see: 404. */
export class NumberBlockUnknown extends DomainError {
  readonly code = 'NUMBER_BLOCK.UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('没有这条号码停发记录，或不在您的管辖范围内。');
  }
}

/** A callback that is not believed; what was wrong is not told: 404. */
export class SmsCallbackRefused extends DomainError {
  readonly code = 'ROUTE.UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('没有这个地址。');
  }
}

/** A callback of the right sender that is in no form that we know: 422. */
export class SmsCallbackUnreadable extends DomainError {
  readonly code = 'SMS_CALLBACK.UNREADABLE';
  readonly kind = 'unprocessable';
  constructor() {
    super('回执或上行短信的格式无法识别。');
  }
}

/** A signature or the name of an office that a text cannot carry: 422. */
export class SenderRefused extends DomainError {
  readonly code = 'SMS_SENDER.REFUSED';
  readonly kind = 'unprocessable';
  constructor() {
    super('签名和咨询窗口不能含【】、换行或看不见的字符。');
  }
}

/** There is no such reply, or it is not the caller's to see: 404. */
export class ReplyUnknown extends DomainError {
  readonly code = 'SMS_REPLY.UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('没有这条回复，或不在您的管辖范围内。');
  }
}

/** Only a reply of the inbox is decided by an officer: 409. */
export class ReplyNotWaiting extends DomainError {
  readonly code = 'SMS_REPLY.NOT_WAITING';
  readonly kind = 'conflict';
  constructor() {
    super('这条回复已经处理过了。');
  }
}

/** The decision does not fit the message: none was named, it is another telephone's, asks nothing of the kind, or was answered: 409. */
export class ReplyDecisionRefused extends DomainError {
  readonly code = 'SMS_REPLY.DECISION_REFUSED';
  readonly kind = 'conflict';
  constructor() {
    super('这条回复不能这样认定：须指明发给同一号码、尚未答复、并且问的正是这件事的短信。');
  }
}

/** There is no such vacancy, or it is not the caller's to see: 404. */
export class WaveVacancyUnknown extends DomainError {
  readonly code = 'NOTIFICATION_WAVE.VACANCY_UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('没有这个岗位，或不在您的管辖范围内。');
  }
}

/** The people of the last wave still have time to answer: 409. */
export class WaveTooEarly extends DomainError {
  readonly code = 'NOTIFICATION_WAVE.TOO_EARLY';
  readonly kind = 'conflict';
  constructor(readonly notBefore: Date) {
    super('上一批还有人没有答复，满 24 小时或全部答复后才能发下一批。');
  }
}

/** Somebody of the list can no longer be told: 409. */
export class WaveListChanged extends DomainError {
  readonly code = 'NOTIFICATION_WAVE.LIST_CHANGED';
  readonly kind = 'conflict';
  constructor() {
    super('名单已有变化，请按最新名单重新确认。');
  }
}

/** There is no such request open, or it is not the caller's to see: 404. */
export class ContactRequestUnknown extends DomainError {
  readonly code = 'CONTACT_REQUEST.UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('没有这条联系请求，或不在您的管辖范围内，或已处理。');
  }
}

/** There is no such policy notice, or it is not the caller's to see: 404. */
export class PolicyNoticeUnknown extends DomainError {
  readonly code = 'POLICY_NOTICE.UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('没有这条政策短信，或不在您的管辖范围内。');
  }
}

/** A wording that must not be sent, or an audience that is not the officer's: 422. */
export class PolicyNoticeRefused extends DomainError {
  readonly code = 'POLICY_NOTICE.REFUSED';
  readonly kind = 'unprocessable';
  constructor(faults: readonly FieldFault[]) {
    super('政策短信的内容或范围有误，请按逐项说明修改。', faults);
  }
}

/** More or fewer people would be told than the officer saw: 409. */
export class PolicyAudienceChanged extends DomainError {
  readonly code = 'POLICY_NOTICE.AUDIENCE_CHANGED';
  readonly kind = 'conflict';
  constructor(size: number) {
    super(`名单已有变化，现在会发给 ${size} 人，请看过后重新确认。`);
  }
}

/** There is no such call on a list, or it is not the caller's to see: 404. */
export class CallUnknown extends DomainError {
  readonly code = 'CALL.UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('电话名单中没有这个人，或不在您的管辖范围内。');
  }
}

/** Who has answered about a post, or wants no calls, is not asked again: 409. */
export class CallAnswered extends DomainError {
  readonly code = 'CALL.ANSWERED';
  readonly kind = 'conflict';
  constructor() {
    super('这个人对这个岗位已有答复，或不愿再接电话，不能再登记联系结果；要更正请找乡镇或县里的经办人。');
  }
}

/** There is no such person, or it is not the caller's to see: 404. */
export class AddresseeUnknown extends DomainError {
  readonly code = 'ADDRESSEE.UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('没有这名学员，或不在您的管辖范围内。');
  }
}

/** A refusal says why, and nothing else does: 422. */
export class CallReasonRefused extends DomainError {
  readonly code = 'CALL.REASON_REFUSED';
  readonly kind = 'unprocessable';
  constructor() {
    super('“不愿意”须选一个原因（太远、工资、不对口、其他），其他结果不填原因。');
  }
}

/** Nobody said that this person is not to be called: there is nothing to lift: 409. */
export class CallsNotStopped extends DomainError {
  readonly code = 'CALL_STOP.NONE';
  readonly kind = 'conflict';
  constructor() {
    super('这个人没有说过不要再打电话，没有可以恢复的。');
  }
}
