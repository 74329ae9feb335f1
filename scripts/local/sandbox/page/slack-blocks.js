import { element } from './dom.js';
import { textElement } from './slack-text.js';

/**
 * Block Kit as elements.
 * @param context `names` as for text; `people` to choose from; `use({ element, blockId, value, control })` when somebody
 * presses or chooses; `field(block)` for the inputs of a modal
 */
export const blockElements = (blocks, context) => blocks.map((block) => blockElement(block, context));

const blockElement = (block, context) => {
  switch (block.type) {
    case 'header':
      return element('h4', { className: 'slack-header', text: block.text.text });
    case 'section':
      return section(block, context);
    case 'context':
      return element(
        'div',
        { className: 'slack-context' },
        block.elements.map((each) => (each.type === 'image' ? image(each) : textElement(each, context.names))),
      );
    case 'actions':
      return element(
        'div',
        { className: 'slack-actions' },
        block.elements.map((each) => control(each, block, context)),
      );
    case 'divider':
      return element('hr', { className: 'slack-divider' });
    case 'image':
      return image(block);
    case 'input':
      return context.field ? context.field(block) : element('p', { className: 'hint', text: block.label.text });
    default:
      return element('p', { className: 'hint', text: `(${block.type})` });
  }
};

const section = (block, context) => {
  const says = [
    ...(block.text ? [textElement(block.text, context.names)] : []),
    ...(block.fields
      ? [
          element(
            'div',
            { className: 'slack-fields' },
            block.fields.map((each) => textElement(each, context.names)),
          ),
        ]
      : []),
  ];
  const beside = block.accessory ? [control(block.accessory, block, context)] : [];
  return element('div', { className: 'slack-section' }, [element('div', { className: 'slack-says' }, says), ...beside]);
};

/** The page loads nothing from elsewhere: an image is shown by its description. */
const image = ({ alt_text: description }) => element('span', { className: 'slack-image', text: description });

const control = (item, block, context) => {
  if (item.type === 'image') return image(item);
  return item.type === 'button' ? button(item, block, context) : menu(item, block, context);
};

const button = (item, block, context) => {
  const made = element('button', {
    className: `slack-button${item.style ? ` is-${item.style}` : ''}`,
    type: 'button',
    text: item.text.text,
    'data-action-id': item.action_id,
    ...(item.value === undefined ? {} : { 'data-value': item.value }),
    ...(item.accessibility_label ? { 'aria-label': item.accessibility_label } : {}),
  });
  made.addEventListener('click', () => {
    if (item.url && /^https?:\/\//.test(item.url)) window.open(item.url, '_blank', 'noopener,noreferrer');
    context.use({ element: item, blockId: block.block_id, control: made });
  });
  return made;
};

/** What a menu offers, as options of a select. */
export const menuOptions = (item, people) => {
  if (item.type.endsWith('users_select')) {
    return people.map(({ id, name }) => element('option', { value: id, text: name }));
  }
  const offer = ({ value, text }) => element('option', { value, text: text.text });
  const groups = (item.option_groups ?? []).map(({ label, options }) =>
    element('optgroup', { label: label.text }, options.map(offer)),
  );
  return [...(item.options ?? []).map(offer), ...groups];
};

const menu = (item, block, context) => {
  const placeholder = item.placeholder?.text ?? (item.type === 'overflow' ? '⋯' : 'Choose');
  const made = element(
    'select',
    { className: 'slack-menu', 'data-action-id': item.action_id, 'aria-label': placeholder },
    [element('option', { value: '', text: placeholder }), ...menuOptions(item, context.people)],
  );
  made.value = item.initial_option?.value ?? item.initial_user ?? '';
  made.addEventListener('change', () => {
    if (made.value) context.use({ element: item, blockId: block.block_id, value: made.value, control: made });
  });
  return made;
};
