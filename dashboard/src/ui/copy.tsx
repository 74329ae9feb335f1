import { Button } from './button.tsx';
import { toast } from './toast.tsx';

/** Something to be copied, once or often. */
export const Copyable = ({ text, name }: { readonly text: string; readonly name: string }) => (
  <span className="copyable">
    <code>{text}</code>
    <Button
      look="quiet"
      icon="copy"
      className="small"
      aria-label={`Copy the ${name}`}
      onClick={() =>
        void navigator.clipboard.writeText(text).then(
          () => toast(`The ${name} is copied.`),
          () => toast('It could not be copied. Select it by hand.'),
        )
      }
    >
      Copy
    </Button>
  </span>
);
