/** A file the platform asks for at the root of a domain. */
export interface VerifyFile {
  name: string;
  content: string;
}
export type VerifyError = 'name' | 'content' | 'twice';

export const verifyFilesMax = 10;
const namePattern = /^MP_verify_[A-Za-z0-9]{1,64}\.txt$/;
const contentPattern = /^[A-Za-z0-9]{1,64}$/;

/** The files as they are sent, and what is wrong with each; a name is there once. */
export function readVerifyFiles(typed: readonly VerifyFile[]): {
  files: VerifyFile[];
  errors: (VerifyError | undefined)[];
} {
  const files = typed.map(({ name, content }) => ({ name: name.trim(), content: content.trim() }));
  const errors = files.map(({ name, content }, index): VerifyError | undefined => {
    if (!namePattern.test(name)) return 'name';
    if (!contentPattern.test(content)) return 'content';
    return files.findIndex((one) => one.name === name) < index ? 'twice' : undefined;
  });
  return { files, errors };
}

/**
 * A downloaded file as the platform means it: the browser's " (1)" of a second download is none of
 * the name. @returns null when it is no such file
 */
export function readDownloaded(name: string, content: string): VerifyFile | null {
  const file = { name: name.replace(/ ?\(\d+\)(?=\.txt$)/, ''), content: content.trim() };
  return readVerifyFiles([file]).errors[0] === undefined ? file : null;
}

/** The files with one more; one of the same name takes the place of the old. */
export function withVerifyFile(files: readonly VerifyFile[], added: VerifyFile): VerifyFile[] {
  const at = files.findIndex(({ name }) => name.trim() === added.name);
  return at < 0 ? [...files, added] : files.toSpliced(at, 1, added);
}
