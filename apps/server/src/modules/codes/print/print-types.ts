import type { CodeCipher } from '@mashang/code-cipher';
import type { UrlForm } from '@mashang/contract';

/** Codes on their way to a printer: serials `firstSerial` to `lastSerial` of a batch, in order. */
export interface CodeSource {
  batchId: number;
  firstSerial: number;
  lastSerial: number;
  /** Of the batch's key version and code length. */
  cipher: CodeCipher;
  urlForm: UrlForm;
  /** GTIN-14; the form `gs1` needs it. */
  gtin: string | null;
  hasCheckSymbol: boolean;
  /** Empty: blank codes. */
  productName: string;
  /** What stands before /C/ in every printed URL, without a slash at the end. */
  publicUrl: string;
  /** By `standsFor`, ascending. */
  marks: readonly PrintMark[];
}

/** A serial of one copy only, printed where `standsFor` would be. */
export interface PrintMark {
  serial: number;
  standsFor: number;
}

/** A file that is made while it is read: nothing of it lies on a disk. */
export interface PrintFile {
  /** With its extension. */
  fileName: string;
  mediaType: string;
  /** Null: not known before it is made. */
  totalBytes: number | null;
  /** A part of it may be asked for. */
  isSeekable: boolean;
  /** With its quotes. The same for the same bytes, different for different ones. */
  etag: string;
  /**
   * Bytes `first` to `last`, both included; the whole file by default. They are made as fast as they
   * are taken and belong to the taker; ending the iteration early ends the making. A piece holds the
   * thread for a fraction of a millisecond: it is the taker who gives way to others in between.
   */
  read: (first?: number, last?: number) => AsyncIterable<Uint8Array>;
}
