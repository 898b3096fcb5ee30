import{m71_KeyCap as _,m71_MOD_NAME as e}from"./panel-c33da90c6e.js";export{_ as a,e as b};
