import { SaxesParser } from 'saxes';
import { WorkbookRefused } from './refusals.js';

export type XmlAttributes = Readonly<Record<string, string>>;

/** What a reader of one XML part hears; names without their prefix. */
export interface XmlListener {
  open?(name: string, attributes: XmlAttributes): void;
  text?(text: string): void;
  close?(name: string): void;
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

/** Reads XML as it comes; a document type is refused before an entity can be declared. @throws WorkbookRefused */
export async function readXml(chunks: AsyncIterable<Buffer>, listener: XmlListener): Promise<void> {
  const parser = new SaxesParser();
  const refuse = (code: 'WORKBOOK.XML_REFUSED' | 'WORKBOOK.BROKEN') => (): never => {
    throw new WorkbookRefused(code);
  };
  parser.on('doctype', refuse('WORKBOOK.XML_REFUSED'));
  parser.on('error', (error) => refuse(/entity/i.test(error.message) ? 'WORKBOOK.XML_REFUSED' : 'WORKBOOK.BROKEN')());
  parser.on('opentag', (tag) => listener.open?.(local(tag.name), tag.attributes as XmlAttributes));
  parser.on('text', (text) => listener.text?.(text));
  parser.on('cdata', (text) => listener.text?.(text));
  parser.on('closetag', (tag) => listener.close?.(local(tag.name)));
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let start = '';
  for await (const chunk of chunks) {
    const text = decode(decoder, chunk);
    // A declaration that never ends would be kept in memory by the parser: looked for as text, too.
    if (start.length < 2_048) {
      start += text.slice(0, 2_048);
      if (start.includes('<!DOCTYPE')) throw new WorkbookRefused('WORKBOOK.XML_REFUSED');
    }
    parser.write(text);
  }
  parser.close();
}

function decode(decoder: InstanceType<typeof TextDecoder>, chunk: Buffer): string {
  try {
    return decoder.decode(chunk, { stream: true });
  } catch {
    throw new WorkbookRefused('WORKBOOK.BROKEN');
  }
}
