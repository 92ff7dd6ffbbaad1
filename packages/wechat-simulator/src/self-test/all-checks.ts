import type { Check } from './check.ts';
import {
  answersInTime,
  everyEvent,
  replyValid,
  textBreaksOut,
  unknownTypes,
  wrongCreateTime,
} from './checks/answer-checks.ts';
import { bigBody, entityExpansion, externalEntities, junk } from './checks/body-checks.ts';
import { echoForged, echoReturned } from './checks/echo-checks.ts';
import {
  concurrentDuplicates,
  retryAfterAnswer,
  retryInFlight,
} from './checks/repetition-checks.ts';
import {
  alteredCiphertext,
  modeByRequest,
  newBody,
  oldPush,
  otherAppId,
  otherOpenId,
  repeatedParameters,
  unsignedEvent,
  wrongSignature,
  wrongToken,
} from './checks/signature-checks.ts';

/** In the order of the report. */
export const allChecks: readonly Check[] = [
  ...[echoReturned, echoForged],
  ...[unsignedEvent, modeByRequest, wrongSignature, wrongToken, otherAppId, alteredCiphertext],
  ...[newBody, otherOpenId, oldPush, repeatedParameters],
  ...[externalEntities, entityExpansion, bigBody, junk],
  ...[answersInTime, replyValid, everyEvent, unknownTypes, wrongCreateTime, textBreaksOut],
  ...[retryAfterAnswer, retryInFlight, concurrentDuplicates],
];
