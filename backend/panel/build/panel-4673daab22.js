import{m71_KeyCap as _,m71_MOD_NAME as e}from"./panel-36c49e5a76.js";export{_ as a,e as b};
