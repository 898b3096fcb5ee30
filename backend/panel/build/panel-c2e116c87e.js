import{m71_KeyCap as _,m71_MOD_NAME as e}from"./panel-13e2f6c83b.js";export{_ as a,e as b};
