/** The playground page: what was left last time or the first lesson, then the elements, then the engine. */
import './styles/page.css';
import { defineElements } from './elements/define.ts';
import { keepOffline } from './offline/register.ts';
import { waitForData } from './store/engine.ts';
import { restoreImported } from './store/imported.ts';
import { keepSaved, keepTheme, restore } from './store/restore.ts';
import { bootAfterPaint } from './store/session.ts';
import { takeFromAddress } from './store/sharing.ts';

const { untouched } = restore();
keepSaved();
keepTheme();
defineElements();
bootAfterPaint();
waitForData(restoreImported());
void takeFromAddress(untouched);
addEventListener('hashchange', () => void takeFromAddress(false));
addEventListener('load', () => void keepOffline());
