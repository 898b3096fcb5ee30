import{m71_KeyCap as _,m71_MOD_NAME as e}from"./panel-0fb6090c3f.js";export{_ as a,e as b};
