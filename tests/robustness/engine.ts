/** The contract of the page and its worker, as types. */
export type { FromWorker, ToWorker } from '../../www/src/engine/protocol.ts';
export type { Approach, Budget, Report, RunRequest } from '../../www/src/engine/types.ts';
