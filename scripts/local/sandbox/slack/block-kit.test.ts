import { describe, expect, it } from 'vitest';
import { complaintsAboutBlocks, complaintsAboutView, withIds } from './block-kit.ts';
import { actions, button, input, type Loose, modal, plain, section } from './test-slack.ts';

const options = (count: number): Loose[] =>
  Array.from({ length: count }, (_, index) => ({ text: plain(`Option ${index}`), value: String(index) }));
const select = (more: Loose = {}): Loose => ({
  type: 'static_select',
  action_id: 'value',
  options: options(2),
  ...more,
});
const line = { type: 'plain_text_input' };
const header = (text: string): Loose => ({ type: 'header', text: plain(text) });

describe('the blocks of a message', () => {
  it('are right as the product builds them', () => {
    expect(
      complaintsAboutBlocks([
        header('INC-7'),
        section('*Down*'),
        { type: 'section', fields: [{ type: 'mrkdwn', text: '*Status*\ntriggered' }], accessory: select() },
        { type: 'context', elements: [{ type: 'mrkdwn', text: 'now' }] },
        { type: 'divider' },
        actions({ ...button('acknowledge', 'i1'), style: 'primary' }, button('note', 'i1')),
      ]),
    ).toEqual([]);
  });

  it.each([
    [
      '51 blocks',
      Array.from({ length: 51 }, () => section('x')),
      'no more than 50 items allowed [json-pointer:/blocks]',
    ],
    ['a long header', [header('x'.repeat(151))], 'must be less than 151 characters [json-pointer:/blocks/0/text/text]'],
    ['an empty text', [section('')], 'must be more than 0 characters [json-pointer:/blocks/0/text/text]'],
    [
      'a header in markdown',
      [{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }],
      'must be one of: plain_text [json-pointer:/blocks/0/text/type]',
    ],
    [
      'a long label',
      [actions({ ...button('a', 'v'), text: plain('x'.repeat(76)) })],
      'must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]',
    ],
    [
      'a long value',
      [actions(button('a', 'x'.repeat(2001)))],
      'must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]',
    ],
    [
      'a long action id',
      [actions({ ...button('a', 'v'), action_id: 'a'.repeat(256) })],
      'must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]',
    ],
    [
      'an action id twice',
      [actions(button('a', '1'), button('a', '2'))],
      '`action_id` already exists for another element of the block [json-pointer:/blocks/0/elements/1/action_id]',
    ],
    [
      'a block id twice',
      [
        { ...section('a'), block_id: 'x' },
        { ...section('b'), block_id: 'x' },
      ],
      '`block_id` already exists in a different block [json-pointer:/blocks/1/block_id]',
    ],
    [
      '26 buttons',
      [actions(...Array.from({ length: 26 }, (_, n) => button(`a${n}`, 'v')))],
      'no more than 25 items allowed [json-pointer:/blocks/0/elements]',
    ],
    [
      '101 options',
      [actions(select({ options: options(101) }))],
      'no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]',
    ],
    [
      'no options',
      [actions({ type: 'static_select' })],
      'missing required field: options [json-pointer:/blocks/0/elements/0]',
    ],
    [
      'a choice that is not offered',
      [actions(select({ initial_option: options(3)[2] }))],
      'must match one of the provided options [json-pointer:/blocks/0/elements/0/initial_option]',
    ],
    ['a block of no kind', [{ type: 'shout' }], 'unsupported type: shout [json-pointer:/blocks/0]'],
    ['a section of nothing', [{ type: 'section' }], 'must define either `fields` or `text` [json-pointer:/blocks/0]'],
    [
      'a property that Slack does not know',
      [{ ...section('x'), colour: 'red' }],
      'invalid additional property: colour [json-pointer:/blocks/0]',
    ],
    [
      '11 fields',
      [{ type: 'section', fields: Array.from({ length: 11 }, () => plain('x')) }],
      'no more than 10 items allowed [json-pointer:/blocks/0/fields]',
    ],
  ])('are refused with %s', (_what, blocks, complaint) => {
    expect(complaintsAboutBlocks(blocks)).toEqual([complaint]);
  });

  it('get the ids that they do not bring', () => {
    const [named, own] = withIds([
      actions({ type: 'button', text: plain('x') }),
      { ...section('y'), block_id: 'mine' },
    ]);
    expect(named).toMatchObject({
      block_id: expect.stringMatching(/^\S{4}$/),
      elements: [{ action_id: expect.stringMatching(/^\S{4}$/) }],
    });
    expect(own).toMatchObject({ block_id: 'mine' });
  });
});

describe('a modal', () => {
  it('is right as the product builds it', () => {
    const view = modal([input('title', line), input('severity', select(), { optional: true })]);
    expect(complaintsAboutView(view, 'modal')).toEqual([]);
    expect(
      complaintsAboutView({ type: 'modal', title: plain('One moment'), blocks: [section('...')] }, 'modal'),
    ).toEqual([]);
  });

  it.each([
    [
      'a long title',
      { title: plain('x'.repeat(25)) },
      'must be less than 25 characters [json-pointer:/view/title/text]',
    ],
    [
      'much metadata',
      { private_metadata: 'x'.repeat(3001) },
      'must be less than 3001 characters [json-pointer:/view/private_metadata]',
    ],
    [
      'a long callback id',
      { callback_id: 'x'.repeat(256) },
      'must be less than 256 characters [json-pointer:/view/callback_id]',
    ],
    [
      '101 blocks',
      { blocks: Array.from({ length: 101 }, () => section('x')) },
      'no more than 100 items allowed [json-pointer:/view/blocks]',
    ],
    [
      'no way to submit',
      { submit: undefined },
      'missing required field: submit, since `blocks` have an `input` [json-pointer:/view]',
    ],
    ['another type', { type: 'home' }, 'unsupported type: home [json-pointer:/view]'],
  ])('is refused with %s', (_what, more, complaint) => {
    expect(complaintsAboutView(modal([input('title', line)], more), 'modal')).toEqual([complaint]);
  });
});
