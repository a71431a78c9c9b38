/** Version of the features that a model of wording weighs; a model made for other features would weigh noise. */
export const WORDING_VERSION = 2;
