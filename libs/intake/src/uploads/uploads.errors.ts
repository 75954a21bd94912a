import { DomainError } from '@app/kernel';

/** No such upload, or another region's: 404. */
export class UploadUnknown extends DomainError {
  readonly code = 'WORKBOOK.UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('没有这个上传的表格，或不在您的管辖范围内。');
  }
}

/** No form of this name: 404 for a template, 400 for an upload's field. */
export class FormUnknown extends DomainError {
  readonly code = 'WORKBOOK.FORM_UNKNOWN';
  constructor(readonly kind: 'invalid' | 'not-found') {
    super('没有这种表格。可选：trainees、vacancies、course-results、attendance、placements。', [{ path: 'form', message: '没有这种表格' }]);
  }
}

/** Nothing on any sheet looks like this form: 422. */
export class NothingRecognised extends DomainError {
  readonly code = 'WORKBOOK.NOTHING_RECOGNISED';
  readonly kind = 'unprocessable';
  constructor() {
    super('表格里没有认出任何内容：没有可见的工作表，或工作表是空的。');
  }
}

/** What an officer says of the columns cannot be used: 422, each point named. */
export class LayoutInvalid extends DomainError {
  readonly code = 'WORKBOOK.LAYOUT_INVALID';
  readonly kind = 'unprocessable';
  constructor(faults: readonly string[]) {
    super('栏目对应有误，请按逐项说明修改。', faults.map((message) => ({ path: 'sheets', message })));
  }
}

/** The upload's state does not allow it: 409. */
export class UploadMoveRefused extends DomainError {
  readonly code = 'WORKBOOK.MOVE_REFUSED';
  readonly kind = 'conflict';
  constructor(message: string) {
    super(message);
  }
}

/** Another workbook whose rows could meet these is being written: 409. */
export class AnotherRunning extends DomainError {
  readonly code = 'WORKBOOK.ANOTHER_RUNNING';
  readonly kind = 'conflict';
  constructor() {
    super('另一份同类表格正在写入，请等它结束后再确认。');
  }
}

/** The time to take it back is over: 409. */
export class UndoTooLate extends DomainError {
  readonly code = 'WORKBOOK.UNDO_TOO_LATE';
  readonly kind = 'conflict';
  constructor() {
    super('写入已超过 24 小时，不能整体撤销，请逐项更正。');
  }
}

/** The file and its rows were dropped after their time: 409. */
export class FileDropped extends DomainError {
  readonly code = 'WORKBOOK.FILE_DROPPED';
  readonly kind = 'conflict';
  constructor() {
    super('原表格已超过保存期限（90 天），不能再查看内容。');
  }
}
