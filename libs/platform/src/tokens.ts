/** Injection tokens of what is an interface: `@Inject(CLOCK) clock: Clock`. */
export const CLOCK = Symbol('Clock');
export const BLOB_STORE = Symbol('BlobStore');
export const FIELD_CIPHER = Symbol('FieldCipher');
export const CONFIGURATION = Symbol('Configuration');
