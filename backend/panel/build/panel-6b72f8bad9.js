import{m17_DEFAULT_PREFERENCES as s,m17_LANGUAGES as r,m17_PREFERENCES_KEY as a,m17_loadPreferences as P,m17_savePreferences as _,m17_showPreferences as R}from"./panel-4f4ba40761.js";export{r as a};
