import{m18_DEFAULT_PREFERENCES as s,m18_LANGUAGES as r,m18_PREFERENCES_KEY as a,m18_loadPreferences as P,m18_savePreferences as _,m18_showPreferences as R}from"./panel-3dc6d8689a.js";export{r as a};
