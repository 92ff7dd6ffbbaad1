/** One line of a package of codes. */
export interface MarketCode {
  /** 19 × 19 modules of Tencent's micro code, row by row, 1 is dark. */
  matrix: string;
  /** Up to nine characters, leading zeros included. */
  code: string;
  /** Place within the application, from 0. */
  index: number;
  /** What an ordinary QR of this code says: 28 characters. */
  url: string;
}
