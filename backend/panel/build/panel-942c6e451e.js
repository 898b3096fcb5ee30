import{m20_amend as e}from"./panel-687fbdb11a.js";export{e as a};
