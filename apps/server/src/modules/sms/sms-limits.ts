/**
 * The cost guard: an SMS costs money, and a stranger's phone is not to be bombed. All of it is decided
 * by counting rows of `sms_message`, so it holds across processes, restarts and crashes. The three
 * maxima stand until head office sets others.
 */
export const smsLimits = {
  validSeconds: 5 * 60,
  triesMax: 5,
  /** How long a number waits before its next message. */
  resendSeconds: 60,
  /** Messages to one number on one Beijing day. */
  perNumberAndDayMax: 10,
  /** Messages asked for from one network address (IPv6: one /64) within an hour. */
  perAddressAndHourMax: 30,
  /** Messages of the whole installation within a minute. */
  perMinuteMax: 300,
} as const;
