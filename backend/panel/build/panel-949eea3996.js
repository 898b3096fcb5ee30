import{m71_KeyCap as _,m71_MOD_NAME as e}from"./panel-93ebbe23a5.js";export{_ as a,e as b};
