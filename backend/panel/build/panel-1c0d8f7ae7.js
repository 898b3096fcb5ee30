import{m22_amend as e}from"./panel-3aec7eb9e8.js";export{e as a};
