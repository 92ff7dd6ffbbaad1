import sevenZip from '7z-wasm';
import type { SevenZipModuleFactory } from '7z-wasm';

/** Its types say `default`, its CommonJS module is the function itself. */
const createSevenZip = sevenZip as unknown as SevenZipModuleFactory;

/** What 7-Zip, which knows nothing of ours, finds in an archive. Null: it refuses the archive. */
export async function openWithSevenZip(
  archive: Uint8Array,
  password?: string,
): Promise<Map<string, Buffer> | null> {
  const said: string[] = [];
  const program = await createSevenZip({
    print: (line) => void said.push(line),
    printErr: (line) => void said.push(line),
  });
  program.FS.mkdir('/out');
  const stream = program.FS.open('/archive.zip', 'w+');
  program.FS.write(stream, archive, 0, archive.length);
  program.FS.close(stream);
  // Without progress, which would stand on the line of the verdict.
  program.callMain(['x', '-bsp0', '/archive.zip', '-o/out', '-y', `-p${password ?? ''}`]);
  if (!said.includes('Everything is Ok')) return null;
  const names = program.FS.readdir('/out').filter((name) => !name.startsWith('.'));
  return new Map(names.map((name) => [name, Buffer.from(program.FS.readFile(`/out/${name}`))]));
}
