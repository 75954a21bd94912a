/**
 * The form in which two spellings of an employer's name are one: NFKC, without blanks and the marks that people vary
 * (brackets, dots, dashes), Latin letters in lower case.
 */
export function normaliseEmployerName(name: string): string {
  return name.normalize('NFKC').toLowerCase().replace(/[\s()[\]【】·•.,，。、\-—_"'“”‘’]/g, '');
}
