/** Name of the very hidden sheet by which a workbook says that it is one of our templates: A1 the form, B1 its version. */
export const TEMPLATE_SHEET = '_shouyu';
