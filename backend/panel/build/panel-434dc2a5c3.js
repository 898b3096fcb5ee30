import{m71_KeyCap as _,m71_MOD_NAME as e}from"./panel-e36b937271.js";export{_ as a,e as b};
