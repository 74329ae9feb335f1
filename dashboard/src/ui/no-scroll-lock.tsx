import type { ReactNode } from 'react';

/** In the place of `react-remove-scroll`: styles.css keeps the page from scrolling behind a dialog. */
export const RemoveScroll = ({ children }: { readonly children: ReactNode }) => children;
