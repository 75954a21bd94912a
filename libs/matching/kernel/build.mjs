/** Compiles the kernels and writes each down as a module: `npm run kernels`. */
import { Buffer } from 'node:buffer';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const here = fileURLToPath(new URL('.', import.meta.url));
/** Source, what is written, and under which name. */
const KERNELS = [
  ['pairs', 'pair-kernel', 'PAIR_KERNEL'],
  ['people', 'people-kernel', 'PEOPLE_KERNEL'],
];

for (const [source, module, name] of KERNELS) {
  const written = new Map();
  const { error, stderr } = await asc.main([`${source}.ts`, '--outFile', 'kernel.wasm', '-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--enable', 'threads', '--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536', '--baseDir', here], {
    writeFile: (file, contents) => void written.set(file, contents),
  });
  if (error) throw new Error(stderr.toString(), { cause: error });
  const text = Buffer.from(written.get('kernel.wasm')).toString('base64');
  writeFileSync(new URL(`../src/search/${module}.bytes.ts`, import.meta.url), `/** Compiled from \`kernel/${source}.ts\` by \`npm run kernels\`; never changed by hand. */\nexport const ${name} = '${text}';\n`);
}
