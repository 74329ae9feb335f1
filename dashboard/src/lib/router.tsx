import { type AnchorHTMLAttributes, type MouseEvent, useEffect, useSyncExternalStore } from 'react';

const MOVED = 'pd-lite:moved';

const subscribe = (listener: () => void) => {
  window.addEventListener('popstate', listener);
  window.addEventListener(MOVED, listener);
  return () => {
    window.removeEventListener('popstate', listener);
    window.removeEventListener(MOVED, listener);
  };
};

/** Goes to another of the dashboard's addresses. */
export const navigate = (to: string, { replace = false }: { readonly replace?: boolean } = {}): void => {
  if (replace) history.replaceState(null, '', to);
  else {
    history.pushState(null, '', to);
    window.scrollTo(0, 0);
  }
  window.dispatchEvent(new Event(MOVED));
};

export const usePath = (): string => useSyncExternalStore(subscribe, () => location.pathname);

/** A parameter behind the question mark, and how to change it without leaving the page. */
export const useSearchParam = (name: string, otherwise = ''): readonly [string, (value: string) => void] => {
  const search = useSyncExternalStore(subscribe, () => location.search);
  const value = new URLSearchParams(search).get(name) ?? otherwise;
  const set = (next: string) => {
    const params = new URLSearchParams(location.search);
    if (next === otherwise) params.delete(name);
    else params.set(name, next);
    const text = params.toString();
    navigate(`${location.pathname}${text ? `?${text}` : ''}`, { replace: true });
  };
  return [value, set];
};

/** What `{name}` in a pattern such as `/incidents/{id}` stands for in a path; undefined when it is another path. */
export const match = (pattern: string, path: string): Record<string, string> | undefined => {
  const wanted = pattern.split('/');
  const given = path.replace(/\/$/, '').split('/');
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const part = given[index] ?? '';
    if (segment.startsWith('{')) {
      try {
        params[segment.slice(1, -1)] = decodeURIComponent(part);
      } catch {
        return undefined;
      }
    } else if (segment !== part) return undefined;
  }
  return params;
};

const isPlainClick = (event: MouseEvent): boolean =>
  event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;

/** A link within the dashboard: no load, and a real address that can be opened elsewhere or copied. */
export const Link = ({
  href,
  onClick,
  ...rest
}: AnchorHTMLAttributes<HTMLAnchorElement> & { readonly href: string }) => (
  <a
    {...rest}
    href={href}
    onClick={(event) => {
      onClick?.(event);
      if (event.defaultPrevented || !isPlainClick(event)) return;
      event.preventDefault();
      navigate(href);
    }}
  />
);

/** What the tab is called. */
export const useTitle = (title: string): void => {
  useEffect(() => {
    document.title = `${title} · PD Lite`;
  }, [title]);
};
