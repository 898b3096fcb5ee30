import{m72_KeyCap as _,m72_MOD_NAME as e}from"./panel-c6920eae58.js";export{_ as a,e as b};
