import { ref } from 'vue';

export interface Scan {
  scanType: 'qrcode' | 'barcode';
  /** As WeChat reports it: raw text of a QR code, `EAN_13,…` for a barcode. */
  result: string;
}

interface ScannerRequest {
  wantsQr: boolean;
  wantsBarcode: boolean;
  resolve: (scan: Scan | null) => void;
}

/** The open scanner, if any; it lies over whatever the phone shows. */
export const scanner = ref<ScannerRequest | null>(null);

/** Opens the scanner and resolves with what it read, or null when it was closed. */
export function openScanner(wants = { wantsQr: true, wantsBarcode: true }): Promise<Scan | null> {
  closeScanner(null);
  return new Promise((resolve) => {
    scanner.value = { ...wants, resolve };
  });
}

export function closeScanner(scan: Scan | null): void {
  const request = scanner.value;
  scanner.value = null;
  request?.resolve(scan);
}
