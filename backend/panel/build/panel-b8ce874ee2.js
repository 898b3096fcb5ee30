import{m136_CodeField as o,m136_PasswordField as s}from"./panel-657cbabf6c.js";export{o as a,s as b};
