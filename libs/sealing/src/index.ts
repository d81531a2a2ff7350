export { Envelopes, envelopesFrom, type EnvelopeKeys } from './envelopes';
export { generateDataKey, generateSealingPair, type KeyRing, parseKey, parseKeyRing, parseNamedKeys, SealingError, type SealingPair } from './keys';
export { Vault, vaultFrom } from './vault';
