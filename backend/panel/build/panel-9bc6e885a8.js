import{m71_KeyCap as _,m71_MOD_NAME as e}from"./panel-3aec7eb9e8.js";export{_ as a,e as b};
