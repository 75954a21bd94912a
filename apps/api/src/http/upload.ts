import type { FastifyRequest } from 'fastify';

/** A file as it was sent; `name` and `declaredType` are what the sender says of it. */
export interface UploadedFile {
  readonly name: string;
  readonly declaredType: string;
  readonly bytes: Buffer;
}

export interface Upload {
  readonly file: UploadedFile;
  /** The fields of the form beside the file, the last of a name counting. */
  readonly fields: ReadonlyMap<string, string>;
}

/** What a route answers when the form is not what it asks for. */
export interface UploadRules {
  readonly bytesMax: number;
  /** No multipart form, or none that can be read, or no file in it. */
  readonly missing: () => Error;
  readonly tooLarge: () => Error;
  /** More than one file. */
  readonly tooMany: () => Error;
}

/** Reads a multipart form of one file and some fields, in whatever order they come. @throws what the rules say */
export async function readUpload(request: FastifyRequest, rules: UploadRules): Promise<Upload> {
  if (!request.isMultipart()) throw rules.missing();
  let file: UploadedFile | null = null;
  const fields = new Map<string, string>();
  try {
    for await (const part of request.parts({ limits: { fileSize: rules.bytesMax } })) {
      if (part.type === 'file') file = { name: part.filename ?? '', declaredType: part.mimetype ?? '', bytes: await part.toBuffer() };
      else fields.set(part.fieldname, String(part.value));
    }
  } catch (error) {
    throw refusalOf(error, rules);
  }
  if (file === null) throw rules.missing();
  return { file, fields };
}

function refusalOf(error: unknown, rules: UploadRules): unknown {
  const code = (error as { code?: unknown } | null)?.code;
  if (code === 'FST_REQ_FILE_TOO_LARGE') return rules.tooLarge();
  if (code === 'FST_FILES_LIMIT') return rules.tooMany();
  return typeof code === 'string' && code.startsWith('FST_') ? rules.missing() : error;
}
