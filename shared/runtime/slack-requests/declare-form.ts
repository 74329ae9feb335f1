import * as v from 'valibot';
import type { Modal } from '../../slack/blocks.ts';
import { declarationFrom } from '../../slack/declaration.ts';
import { declareModal } from '../../slack/modals/declare-modal.ts';
import type { Desk } from './desk.ts';

/** What the declaration's modal remembers: where it was asked for, and the message that it began with. */
const Metadata = v.object({
  channelId: v.nullable(v.pipe(v.string(), v.regex(/^[A-Z0-9]{2,30}$/))),
});
export type DeclareMetadata = v.InferOutput<typeof Metadata>;

/** Reads it again; a modal that somebody tampered with was asked for nowhere. */
export const readMetadata = (text: string): DeclareMetadata => {
  try {
    const parsed = v.safeParse(Metadata, JSON.parse(text));
    if (parsed.success) return parsed.output;
  } catch {
    // Not JSON.
  }
  return { channelId: null };
};

/** The declaration's modal, with what is known filled in: title, severity and service as they were said. */
export const declareForm = async (
  desk: Desk,
  { text, description }: { readonly text: string; readonly description: string | null },
): Promise<Modal> => {
  const services = await desk.directory.services();
  return declareModal({
    ...declarationFrom(text, services),
    description,
    services,
    metadata: JSON.stringify({ channelId: desk.channelId } satisfies DeclareMetadata),
  });
};
