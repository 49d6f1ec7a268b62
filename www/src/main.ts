/** The playground page: what was left last time or the first lesson, then the elements, then the engine. */
import './styles/page.css';
import { defineElements } from './elements/define.ts';
import { keepSaved, restore } from './store/restore.ts';
import { boot } from './store/session.ts';

restore();
keepSaved();
defineElements();
boot();
