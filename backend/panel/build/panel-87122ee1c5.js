import{m71_KeyCap as _,m71_MOD_NAME as e}from"./panel-f49d41503c.js";export{_ as a,e as b};
