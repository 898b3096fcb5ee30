import{m136_CodeField as o,m136_PasswordField as s}from"./panel-c013f83ac3.js";export{o as a,s as b};
