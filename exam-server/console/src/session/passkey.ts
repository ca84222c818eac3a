import type { Schemas } from '#contract';
import { toBytes, toText } from '../contract/bytes';

const ES256 = -7;
const ED25519 = -8;
const PATIENCE_MILLIS = 120_000;

/** Whether this browser can do passkeys at all. */
export function hasPasskeys(): boolean {
  return typeof PublicKeyCredential === 'function' && navigator.credentials !== undefined;
}

/** The person's device answered, or did not. */
export class NoPasskey extends Error {
  constructor(
    /** `given-up` when the person or the device let it be, `already` when the device has one of this account. */
    readonly why: 'given-up' | 'already' | 'unsupported',
  ) {
    super(why);
    this.name = 'NoPasskey';
  }
}

async function asked<T>(act: () => Promise<T>): Promise<T> {
  if (!hasPasskeys()) throw new NoPasskey('unsupported');
  try {
    return await act();
  } catch (thrown) {
    const name = thrown instanceof DOMException ? thrown.name : '';
    throw new NoPasskey(name === 'InvalidStateError' ? 'already' : name === 'NotSupportedError' || name === 'SecurityError' ? 'unsupported' : 'given-up');
  }
}

/** For whom a passkey is made, and the challenge it answers. */
export type Owner = Pick<Schemas['Invitation'], 'person' | 'handle' | 'party' | 'challenge'>;

/**
 * Has the device make a passkey (staff-access.md 1.3, 2.6). A device that holds one of these `known` passkeys refuses, or it
 * would put the new one in the place of the old.
 */
export async function made(owner: Owner, known: readonly string[] = []): Promise<{ attestation: string; client: string }> {
  const credential = await asked(() =>
    navigator.credentials.create({
      publicKey: {
        challenge: toBytes(owner.challenge),
        rp: { id: owner.party, name: '贡院 Gongyuan' },
        user: { id: toBytes(owner.handle), name: owner.person, displayName: owner.person },
        pubKeyCredParams: [ES256, ED25519].map((alg) => ({ type: 'public-key', alg })),
        excludeCredentials: known.map((id) => ({ type: 'public-key', id: toBytes(id) })),
        authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
        attestation: 'none',
        timeout: PATIENCE_MILLIS,
      },
    }),
  );
  const response = (credential as PublicKeyCredential).response as AuthenticatorAttestationResponse;
  return { attestation: toText(response.attestationObject), client: toText(response.clientDataJSON) };
}

/** Has the device answer a challenge; it finds the account itself. */
export async function answered(challenge: string, party: string): Promise<{ handle: string; assertion: Schemas['Assertion'] }> {
  const credential = (await asked(() =>
    navigator.credentials.get({ publicKey: { challenge: toBytes(challenge), rpId: party, userVerification: 'required', timeout: PATIENCE_MILLIS } }),
  )) as PublicKeyCredential;
  const response = credential.response as AuthenticatorAssertionResponse;
  return {
    handle: response.userHandle === null ? '' : toText(response.userHandle),
    assertion: {
      credential: toText(credential.rawId),
      authenticator: toText(response.authenticatorData),
      client: toText(response.clientDataJSON),
      signature: toText(response.signature),
    },
  };
}
