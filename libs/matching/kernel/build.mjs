/** Compiles the kernel of pairs and writes it down as a module: `npm run kernels`. */
import { Buffer } from 'node:buffer';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const here = fileURLToPath(new URL('.', import.meta.url));
const written = new Map();
const { error, stderr } = await asc.main(['pairs.ts', '--outFile', 'pairs.wasm', '-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--enable', 'threads', '--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536', '--baseDir', here], {
  writeFile: (name, contents) => void written.set(name, contents),
});
if (error) throw new Error(stderr.toString(), { cause: error });
const text = Buffer.from(written.get('pairs.wasm')).toString('base64');
writeFileSync(new URL('../src/search/pair-kernel.bytes.ts', import.meta.url), `/** Compiled from \`kernel/pairs.ts\` by \`npm run kernels\`; never changed by hand. */\nexport const PAIR_KERNEL = '${text}';\n`);
