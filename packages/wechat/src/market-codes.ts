/** 微信一物一码: codes that WeChat itself generates. Only for certified accounts it granted this to. */
export interface MarketCodes {
  /**
   * Orders codes: 10 000 to 200 000 000 of them, in ten thousands. The same `isvApplicationId` (of
   * ours, 1 to 128 characters) never orders twice. They are there when `queryApplication` says so.
   */
  apply(order: { codeCount: number; isvApplicationId: string }): Promise<{ applicationId: string }>;
  queryApplication(
    by: { applicationId: string } | { isvApplicationId: string },
  ): Promise<MarketCodeApplication>;
  /**
   * The encrypted package of one range of `queryApplication`, tens of megabytes of base64: see
   * `decryptMarketCodePackage`.
   */
  download(range: MarketCodeRange & { applicationId: string }): Promise<string>;
  /** Lets the codes of a range open a page of a mini-program. */
  activate(activation: MarketCodeActivation): Promise<void>;
  queryActivation(
    by: { applicationId: string; codeIndex: number } | { codeUrl: string } | { code: string },
  ): Promise<ActivatedMarketCode>;
  /** What the mini-program was opened with (`code_ticket`), as the code it came from. */
  ticketToCode(ticket: { openId: string; codeTicket: string }): Promise<ActivatedMarketCode>;
}

/** Indexes within an application, both included, from 0. */
export interface MarketCodeRange {
  codeStart: number;
  codeEnd: number;
}

export interface MarketCodeApplication {
  applicationId: string;
  isvApplicationId: string;
  /** `FINISH` is the only documented one; anything else: not yet. */
  status: string;
  isFinished: boolean;
  /** What can be downloaded, in these portions only. */
  ranges: MarketCodeRange[];
}

export interface MarketCodeActivation extends MarketCodeRange {
  applicationId: string;
  activityName: string;
  productBrand: string;
  productTitle: string;
  /** EAN. */
  productCode: string;
  wxaAppId: string;
  wxaPath: string;
  wxaType: 'release' | 'development' | 'trial';
}

export interface ActivatedMarketCode extends MarketCodeActivation {
  /** Nine characters, often with leading zeros. */
  code: string;
  isvApplicationId: string;
}
