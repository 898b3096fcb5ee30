import{m20_amend as e}from"./panel-67eccafac0.js";export{e as a};
