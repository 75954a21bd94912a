/** Name of the very hidden sheet by which a workbook says that it is one of our templates: A1 the form, B1 its version. */
export const TEMPLATE_SHEET = '_shouyu';
/** Very hidden sheet with the choices of the drop-downs. */
export const CHOICES_SHEET = '_shouyu_choices';
/** Instructions of a template; no roster. */
export const GUIDE_SHEET = '填写说明';
/** Heading of the column in which returned rows say why; no field of any form. */
export const REASON_HEADING = '失败原因';
