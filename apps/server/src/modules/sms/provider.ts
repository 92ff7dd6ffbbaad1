/** A way to get a text onto a phone: the simulator, a cloud's SMS service. */
export interface SmsProvider {
  /** Kept with every message, e.g. `simulator`. */
  name: string;
  /** Resolves when the provider took the message. Throws SmsProviderError; limits its own time. */
  send(message: VerificationMessage): Promise<AcceptedMessage | undefined>;
}

export interface VerificationMessage {
  mobile: string;
  code: string;
  validMinutes: number;
}

export interface AcceptedMessage {
  /** The provider's own number of the message, to ask it about. */
  providerMessageId: string;
}

/**
 * Why a message did not go out. `refused`: the provider said no. `unreachable`: it never heard of the
 * message. `unanswered`: it may have sent it all the same.
 */
export type SmsFailure = 'refused' | 'unreachable' | 'unanswered';

/**
 * What a refusal is about. `number`: no provider would send to it. `numberLimit`: this provider has
 * sent enough to it. `provider`: the account, its credit, the template, the service itself.
 */
export type SmsConcern = 'number' | 'numberLimit' | 'provider';

/** The provider failed. Neither the message nor the code ever holds the number or the code sent. */
export class SmsProviderError extends Error {
  override name = 'SmsProviderError';
  readonly failure: SmsFailure;
  readonly concerns: SmsConcern;
  /** The provider's word for it, e.g. isv.AMOUNT_NOT_ENOUGH. */
  readonly platformCode: string | undefined;

  constructor(
    failure: SmsFailure,
    message: string,
    details: { concerns?: SmsConcern; platformCode?: string | undefined } = {},
  ) {
    super(message);
    this.failure = failure;
    this.concerns = details.concerns ?? 'provider';
    this.platformCode = details.platformCode;
  }
}
