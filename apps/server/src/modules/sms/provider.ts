/** A way to get a text onto a phone: the simulator, a cloud's SMS service. */
export interface SmsProvider {
  /** Kept with every message, e.g. `simulator`. */
  name: string;
  /** Resolves when the provider took the message. Throws SmsProviderError; limits its own time. */
  send(message: VerificationMessage): Promise<void>;
}

export interface VerificationMessage {
  mobile: string;
  code: string;
  validMinutes: number;
}

/**
 * Why a message did not go out. `refused`: the provider said no. `unreachable`: it never heard of the
 * message. `unanswered`: it may have sent it all the same.
 */
export type SmsFailure = 'refused' | 'unreachable' | 'unanswered';

/** The provider failed. The message never holds the number or the code. */
export class SmsProviderError extends Error {
  override name = 'SmsProviderError';
  readonly failure: SmsFailure;

  constructor(failure: SmsFailure, message: string) {
    super(message);
    this.failure = failure;
  }
}
