type Sentences = readonly [says: string, does: string]

/**
 * What is wrong and what helps, by the codes of src/base/errors: in Chinese, and in English where the server's own
 * sentence speaks to programs. `{name}` is filled from the details; a sentence whose details are not there is not used.
 */
export type FaultWords = Readonly<Record<string, { zh: Sentences; en?: Sentences }>>
