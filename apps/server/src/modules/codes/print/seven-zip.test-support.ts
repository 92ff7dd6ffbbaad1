import createSevenZip from '7z-wasm';

/** What 7-Zip, which knows nothing of ours, finds in an archive. Null: it refuses the archive. */
export async function openWithSevenZip(
  archive: Uint8Array,
  password?: string,
): Promise<Map<string, Buffer> | null> {
  const said: string[] = [];
  const sevenZip = await createSevenZip({
    print: (line) => void said.push(line),
    printErr: (line) => void said.push(line),
  });
  sevenZip.FS.mkdir('/out');
  const stream = sevenZip.FS.open('/archive.zip', 'w+');
  sevenZip.FS.write(stream, archive, 0, archive.length);
  sevenZip.FS.close(stream);
  // Without progress, which would stand on the line of the verdict.
  sevenZip.callMain(['x', '-bsp0', '/archive.zip', '-o/out', '-y', `-p${password ?? ''}`]);
  if (!said.includes('Everything is Ok')) return null;
  const names = sevenZip.FS.readdir('/out').filter((name) => !name.startsWith('.'));
  return new Map(
    names.map((name) => [name, Buffer.from(sevenZip.FS.readFile(`/out/${name}`) as Uint8Array)]),
  );
}
